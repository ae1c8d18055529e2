package io.github.brazeaudience.okhttp;

import java.util.function.Function;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/** Application code in a client that throws. */
abstract class ThrowingApplication {
  static Function<OkHttpClient.Builder, OkHttpClient.Builder> interceptor(Interceptor interceptor) {
    return builder -> builder.addInterceptor(interceptor);
  }
}
