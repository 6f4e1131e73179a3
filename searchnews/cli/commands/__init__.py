"""The subcommands, a module each; each module's `command` is imported when it is asked for."""
