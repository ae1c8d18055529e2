package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.payload.PayloadResult;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assigns writes the identifier of the profile that has their devices. Not thread-safe. */
final class IdentifierAssigner {
  private final PayloadBuilder payload;
  private final WriteContent.Merger merger;
  private final boolean hasStore;

  /**
   * Creates an assigner.
   *
   * @param hasStore true if the content of users with an external id depends on a membership store
   */
  IdentifierAssigner(PayloadBuilder payload, boolean hasStore) {
    this.payload = payload;
    this.merger = new WriteContent.Merger(payload);
    this.hasStore = hasStore;
  }

  /** {@return why the identifier cannot be written, or null if it is assigned} */
  @Nullable PayloadRefusal assign(UserWrite write, UserIdentifier user) {
    List<PendingUpdate> updates = new ArrayList<>(write.updates().size());
    for (PendingUpdate it : write.updates()) {
      PayloadResult result = payload.identify(it.attributes(), user);
      if (result instanceof PayloadRefusal refusal) {
        return refusal;
      }
      updates.add(new PendingUpdate(it.index(), it.update(), (UserAttributes) result));
    }
    write.identify(updates);
    if (!hasStore || !UpdateMerger.isStored(user)) {
      merger.resolve(write, updates);
    }
    return null;
  }
}
