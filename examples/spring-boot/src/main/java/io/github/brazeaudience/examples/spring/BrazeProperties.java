package io.github.brazeaudience.examples.spring;

import io.github.brazeaudience.config.RestApiKey;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code braze.*}. The key is of a type that does not print it; the other ones take
 * every spelling that the library knows.
 */
@ConfigurationProperties("braze")
public record BrazeProperties(
    RestApiKey restApiKey,
    @DefaultValue("US_03") String instance,
    @DefaultValue("SINGLE_ATTRIBUTE") String sendSegmentsAs) {}
