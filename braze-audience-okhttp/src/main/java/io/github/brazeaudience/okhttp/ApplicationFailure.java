package io.github.brazeaudience.okhttp;

import java.io.IOException;
import java.io.UncheckedIOException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Exception that application code or OkHttp itself threw during a call, other than an {@link
 * IOException}. OkHttp would rethrow it on its own thread, which would print a stack trace.
 */
final class ApplicationFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** Prefix of the message of OkHttp's exception for such a failure. */
  private static final String REPORTED_BY_OKHTTP = "canceled due to ";

  ApplicationFailure(Throwable thrown) {
    super(thrown);
  }

  /** Outermost interceptor of a call, around those of the application. */
  static Interceptor catcher() {
    return ApplicationFailure::intercept;
  }

  private static Response intercept(Interceptor.Chain chain) throws IOException {
    ExchangeThread.performs(OkHttpExchange.of(chain.call()));
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      throw e;
    } catch (UncheckedIOException e) {
      cancel(chain.call());
      throw new IOException(e);
    } catch (Throwable e) {
      // Includes checked exceptions, which an interceptor in Kotlin may throw.
      cancel(chain.call());
      throw new ApplicationFailure(e);
    }
  }

  /**
   * Cancels a call. By the time OkHttp calls a listener of the application, which may throw, the
   * call is already cancelled.
   */
  static void cancel(Call call) {
    try {
      call.cancel();
    } catch (RuntimeException | Error e) {
      // The call is cancelled, and its exchange reports why; a listener that fails changes neither.
      return;
    }
  }

  /** Returns the exception of the application, or the failure itself if it is a network failure. */
  static Throwable thrown(IOException failure) {
    Throwable wrapped =
        Causes.of(failure)
            .filter(ApplicationFailure.class::isInstance)
            .findFirst()
            .map(Throwable::getCause)
            .orElse(null);
    if (wrapped != null) {
      return wrapped;
    }
    // A listener that is called at the end of a call fails outside of all interceptors.
    if (!String.valueOf(failure.getMessage()).startsWith(REPORTED_BY_OKHTTP)) {
      return failure;
    }
    if (failure.getCause() != null) {
      return failure.getCause();
    }
    return failure.getSuppressed().length > 0 ? failure.getSuppressed()[0] : failure;
  }
}
