package io.github.brazeaudience.testing;

/** Decides what goes wrong with each request. Called for one request at a time, in their order. */
@FunctionalInterface
public interface FaultScript {
  /**
   * The fault for a request.
   *
   * @param request the request; its {@link ReceivedRequest#index} counts from 0
   * @return the fault, {@link Fault#none} to answer as Braze does
   */
  Fault faultFor(ReceivedRequest request);
}
