"""The rules of the whole country."""
