"""Reading plans: concerns, preparation, versions, and how the plan is carried out."""
