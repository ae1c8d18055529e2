package io.github.brazeaudience.simulation;

/** Throws undeclared checked exceptions, as Kotlin code and bytecode tools do. */
public final class SneakyThrow {
  private SneakyThrow() {}

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "DoNotCallSuggester"})
  public static <T, E extends Throwable> T sneakyThrow(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
