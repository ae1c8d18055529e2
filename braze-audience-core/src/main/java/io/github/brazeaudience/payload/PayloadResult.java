package io.github.brazeaudience.payload;

/** Result of {@link PayloadBuilder#build}: the attributes to write, or a refusal. */
public sealed interface PayloadResult permits UserAttributes, PayloadRefusal {}
