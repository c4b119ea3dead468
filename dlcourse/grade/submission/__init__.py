"""What a student hands in, from a folder of files to a notebook that can be run.

`ingest` looks at the folder, `reader` reads a file, `graft` puts the answers into the instructor's notebook,
and `sanitize` cleans what comes out of it. All of this believes nothing that a file says.
"""
