package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.RestApiKey;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Address and key of a Braze workspace. A bean of this type replaces the properties {@code
 * rest-api-key}, {@code instance} and {@code rest-endpoint}, for example with a key from a secret
 * store, or with a {@link io.github.brazeaudience.spring.testing.EnableFakeBraze fake}.
 */
public interface BrazeConnectionDetails extends ConnectionDetails {
  /** {@return the Workspace REST API Key} */
  RestApiKey restApiKey();

  /** {@return the endpoints of the workspace, such as those of a {@code BrazeInstance}} */
  BrazeEndpoints endpoints();
}
