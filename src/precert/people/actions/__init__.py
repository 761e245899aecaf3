"""What people and administrators of access do: sign in, prove a code, choose a context, sign out."""
