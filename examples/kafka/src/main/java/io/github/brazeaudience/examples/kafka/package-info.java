/**
 * Forwards the records of a Kafka topic, and commits an offset only after the outcome: {@link
 * io.github.brazeaudience.examples.kafka.AudienceConsumer}.
 */
@NullMarked
package io.github.brazeaudience.examples.kafka;

import org.jspecify.annotations.NullMarked;
