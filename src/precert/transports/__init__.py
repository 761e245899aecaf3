"""How something leaves the house: by mail, as a text message, as a call."""
