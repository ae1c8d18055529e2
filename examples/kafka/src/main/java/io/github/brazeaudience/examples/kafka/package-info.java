/**
 * Forwards what a Kafka topic says, and commits an offset only after the outcome: {@link
 * io.github.brazeaudience.examples.kafka.AudienceConsumer}.
 */
@NullMarked
package io.github.brazeaudience.examples.kafka;

import org.jspecify.annotations.NullMarked;
