package io.github.brazeaudience.cli;

/** Failure of the membership store outside of an update, which ends the operation. */
final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreFailedException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
