"""The national layer: protection of a temporary absence (Fair Work), and Comcare's decisions."""
