"""Settings, urls and navigation: where the apps become one site."""
