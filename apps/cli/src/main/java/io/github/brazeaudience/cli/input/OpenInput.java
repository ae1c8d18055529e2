package io.github.brazeaudience.cli.input;

/** Input that is being read. */
record OpenInput(Input input, ReadBytes bytes, UpdateReader reader) {}
