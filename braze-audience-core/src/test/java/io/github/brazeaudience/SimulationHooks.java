package io.github.brazeaudience;

import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Gives the simulation access to the package-private hooks of {@link AudienceForwarderBuilder}. */
public final class SimulationHooks {
  private SimulationHooks() {}

  /** Wait of a caller's thread, which a virtual clock implements. */
  public interface CallerWait extends InterruptibleWait {}

  public static void callerWait(AudienceForwarderBuilder builder, CallerWait wait) {
    builder.callerWait(wait);
  }

  public static void storeExecutor(AudienceForwarderBuilder builder, Executor executor) {
    builder.storeExecutor(executor);
  }

  @SuppressWarnings("exports") // The tests are in the same module.
  public static void codec(
      AudienceForwarderBuilder builder, Function<PayloadBuilder, Codec> factory) {
    builder.codec(factory);
  }
}
