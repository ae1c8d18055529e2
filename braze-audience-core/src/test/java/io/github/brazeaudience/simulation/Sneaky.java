package io.github.brazeaudience.simulation;

/** Throws what a signature does not allow, as code in Kotlin and bytecode tools do. */
public final class Sneaky {
  private Sneaky() {}

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "DoNotCallSuggester"})
  public static <T, E extends Throwable> T raise(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
