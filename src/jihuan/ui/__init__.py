"""How screens look: base page, components, the official sheet on screen, static assets. Knows no app."""
