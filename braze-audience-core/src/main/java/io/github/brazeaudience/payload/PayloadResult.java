package io.github.brazeaudience.payload;

/** What a {@link PayloadBuilder} makes of an update: something to write, or a refusal. */
public sealed interface PayloadResult permits UserAttributes, PayloadRefusal {}
