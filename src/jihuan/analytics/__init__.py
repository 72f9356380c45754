"""Many units at once: datasets (Parquet), measures over them, and two runners (one machine, Spark) for the same SQL text."""
