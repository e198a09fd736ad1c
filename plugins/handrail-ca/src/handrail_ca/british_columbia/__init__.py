"""British Columbia: the duties to co-operate and to maintain employment, sick days and leave."""
