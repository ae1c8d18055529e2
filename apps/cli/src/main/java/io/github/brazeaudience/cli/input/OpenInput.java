package io.github.brazeaudience.cli.input;

/** An input that is being read. */
record OpenInput(Input input, ReadBytes bytes, UpdateReader reader) {}
