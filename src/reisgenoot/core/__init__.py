"""What Reisgenoot knows without a database: values in, values out. Imports neither Django nor the other apps."""
