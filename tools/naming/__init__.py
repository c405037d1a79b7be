"""Where names come from, one module a source: each gives claims with the words they rest on."""
