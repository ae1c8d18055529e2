package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.benchmarks.body.PreparedUser;
import java.util.List;

/** A client that posts users with the number of requests in flight that its target sets. */
interface Contender extends AutoCloseable {
  /** Prepares a push; not measured. */
  default void prepare(List<PreparedUser> users) {}

  /** Posts all users and returns after the last response. */
  void push(List<PreparedUser> users) throws Exception;

  @Override
  void close();
}
