"""Settings, addresses, the server, the embedded database: knows no domain, except that settings list the apps."""
