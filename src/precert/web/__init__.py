"""The door for people: pages by area. Calls actions and queries, never imports a table."""
