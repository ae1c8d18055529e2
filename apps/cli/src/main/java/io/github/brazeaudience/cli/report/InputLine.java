package io.github.brazeaudience.cli.report;

/**
 * Line of an input file.
 *
 * @param line counted from 1
 */
public record InputLine(String file, long line) {}
