package io.github.brazeaudience.spring;

import io.github.brazeaudience.membership.MembershipStore;
import java.util.Map;

/** Part of the health: whether the membership store can be read. */
final class StoreHealth implements HealthReport.Part {
  /** A namespace without records, so no record is read. */
  private static final String NAMESPACE = "health";

  private final MembershipStore store;

  StoreHealth(MembershipStore store) {
    this.store = store;
  }

  @Override
  public boolean addTo(Map<String, Object> details) {
    try {
      store.page(NAMESPACE, null, 1);
      details.put("store", "works");
      return true;
    } catch (RuntimeException e) {
      // The message can contain the address of a database or the path of a file.
      details.put("store", "fails with " + e.getClass().getSimpleName());
      return false;
    }
  }
}
