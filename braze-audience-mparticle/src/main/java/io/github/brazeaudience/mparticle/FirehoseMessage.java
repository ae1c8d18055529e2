package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * A single mParticle Firehose message, as a receiver gets it. {@link FirehoseResponder} writes the
 * answer to it. No {@code toString} has an identity, a name or a setting in it.
 *
 * @see <a href="https://docs.mparticle.com/developers/partners/firehose/">mParticle: Firehose</a>
 */
public sealed interface FirehoseMessage
    permits AudienceMembershipChangeRequest,
        VerificationRequest,
        AudienceSubscriptionRequest,
        ModuleRegistrationRequest,
        OtherMessage,
        MalformedMessage {
  /**
   * Reads a message, as leniently as {@link FirehoseReader}: what that one reads as a malformed
   * document is a {@link MalformedMessage} here, and so is a message with anything but white space
   * after it.
   *
   * @param message one JSON document in UTF-8, with or without a byte order mark, of at most {@link
   *     FirehoseReader#MAX_DOCUMENT_MIB} MiB; not changed and not kept
   * @return what it says; never null, whatever the bytes
   */
  static FirehoseMessage parse(byte[] message) {
    Objects.requireNonNull(message, "message");
    DocumentSource source =
        new DocumentSource(new ByteArrayInputStream(message), FirehoseReader.MAX_DOCUMENT_BYTES);
    try {
      source.skipByteOrderMark();
      if (!source.nextDocument()) {
        return MalformedMessage.because("is empty");
      }
      MessageParser parsed = MessageParser.parse(source);
      return source.nextDocument()
          ? MalformedMessage.because("goes on after its end")
          : parsed.message();
    } catch (IOException | JsonDataException badContent) {
      return MalformedMessage.because(source.whyBroken());
    }
  }

  /**
   * The id that mParticle gave the message, a UUID; a message that is delivered again has the same
   * one.
   *
   * @return the id as given, if it could be read
   */
  Optional<String> id();
}
