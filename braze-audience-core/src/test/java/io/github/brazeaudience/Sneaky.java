package io.github.brazeaudience;

/** Throws what a signature does not allow, as code in Kotlin and bytecode tools do. */
final class Sneaky {
  private Sneaky() {}

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "DoNotCallSuggester"})
  static <T, E extends Throwable> T raise(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
