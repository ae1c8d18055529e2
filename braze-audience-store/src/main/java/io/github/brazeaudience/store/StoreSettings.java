package io.github.brazeaudience.store;

/** Settings of a {@link FileMembershipStoreBuilder} that apply to an open file. */
record StoreSettings(int cacheMegabytes, boolean syncUpdates, MemTableLimits memTable) {}
