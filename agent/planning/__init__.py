"""What the planner is made of."""
