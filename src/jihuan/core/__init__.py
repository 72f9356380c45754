"""What things mean. Standard library only; one module per concept; knows nothing of files, law, web or database."""
