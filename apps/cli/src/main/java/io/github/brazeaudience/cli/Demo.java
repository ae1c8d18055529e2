package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.FakeBrazeBuilder;
import org.jspecify.annotations.Nullable;

/** Forwards to a Braze inside this process, and shows what the profiles there look like then. */
final class Demo {
  private final Surroundings surroundings;

  Demo(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Runs; the exit code is the answer.
   *
   * @param apiKey the app that push tokens belong to, null if none are sent
   */
  int run(BrazeAudienceConfig config, Task task, @Nullable String apiKey) throws UsageException {
    FakeBrazeBuilder server = FakeBraze.builder().keepRequests(0);
    if (apiKey != null) {
      server.appId(apiKey);
    }
    try (FakeBraze braze = server.start()) {
      BrazeAudienceConfig toFake =
          config.toBuilder()
              .instance(BrazeInstance.CUSTOM)
              .endpoints(braze.endpoints())
              .restApiKey(braze.restApiKey())
              .build();
      int code = new ForwardRun(task, surroundings).run(toFake, OkHttpBrazeTransport.create());
      boolean shown = surroundings.print(new DemoReport(braze, config).text());
      return shown ? code : Math.max(code, ExitCode.INCOMPLETE);
    }
  }
}
