"""One module per format of full texts; a module that defines ``READER`` is a reader."""
