package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.testing.FakeBraze;

/** Connection details of a fake. */
record FakeDetails(FakeBraze braze) implements BrazeConnectionDetails {
  @Override
  public RestApiKey restApiKey() {
    return braze.restApiKey();
  }

  @Override
  public BrazeEndpoints endpoints() {
    return braze.endpoints();
  }
}
