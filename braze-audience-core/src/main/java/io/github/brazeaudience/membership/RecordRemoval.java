package io.github.brazeaudience.membership;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import org.jspecify.annotations.Nullable;

/** Removal of a record, which may be damaged. */
final class RecordRemoval implements RecordChange {
  static final RecordRemoval INSTANCE = new RecordRemoval();

  private RecordRemoval() {}

  @Override
  public @Nullable MembershipRecord apply(@Nullable MembershipRecord present) {
    return null;
  }

  @Override
  public byte @Nullable [] applyToBytes(byte @Nullable [] present) {
    return null;
  }

  @Override
  public String toString() {
    return "RecordChange.removal()";
  }
}
