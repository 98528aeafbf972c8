"""The command line: a thin shell, one module per command, each imported only when it runs."""
