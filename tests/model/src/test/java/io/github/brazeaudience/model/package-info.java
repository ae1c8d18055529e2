/** Model tests: random histories of memberships with failures and crashes. */
@org.jspecify.annotations.NullMarked
package io.github.brazeaudience.model;
