package io.github.brazeaudience.examples.spring;

import io.github.brazeaudience.config.RestApiKey;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code braze.*}. {@link RestApiKey} does not print the key. The other settings
 * accept every spelling that the library accepts.
 */
@ConfigurationProperties("braze")
public record BrazeProperties(
    RestApiKey restApiKey,
    @DefaultValue("US_03") String instance,
    @DefaultValue("SINGLE_ATTRIBUTE") String sendSegmentsAs,
    @DefaultValue("500") int arrayMaxLength,
    @DefaultValue("75") int maxObjectsPerRequest) {}
