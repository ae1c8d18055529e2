package io.github.brazeaudience.receiver.intake;

/** Receives events of the intake. Thread-safe; must be fast. */
public interface IntakeListener {
  /**
   * Called when a request has its response.
   *
   * @param status the HTTP status
   * @param nanos the time from the end of the body to the response
   */
  void answered(int status, long nanos);

  /**
   * Called when a message is stored.
   *
   * @param updates the number of its updates; 0 if it was stored before
   */
  void stored(int updates);
}
