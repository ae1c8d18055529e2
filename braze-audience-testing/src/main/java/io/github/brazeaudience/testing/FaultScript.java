package io.github.brazeaudience.testing;

/** Chooses the fault of each request. Called for one request at a time, in order of arrival. */
@FunctionalInterface
public interface FaultScript {
  /**
   * Returns the fault for a request, or {@link Fault#none} to handle it normally.
   *
   * @param request the request; its {@link ReceivedRequest#index} starts at 0
   */
  Fault faultFor(ReceivedRequest request);
}
