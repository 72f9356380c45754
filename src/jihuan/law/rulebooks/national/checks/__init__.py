"""One module a section of the catalogue of rules; importing a module registers its rules."""
