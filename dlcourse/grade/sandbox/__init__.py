"""Processes for code that nobody trusts: what they may reach and use, how they start, and their end.

Public: `tiers.enter` and `tiers.works` for the sandbox itself, made of `landlock`, `seccomp` and `limits`;
`forkserver.Forkserver` starts processes warm, `wire.Wire` talks to them, `cleanup` ends what is left.
"""
