package io.github.brazeaudience.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A small jar that still says what a caller can link to: exported packages only, no code in them.
 */
final class Baseline {
  private static final FileTime ALWAYS_THE_SAME =
      FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private Baseline() {}

  static void write(Path classes, Set<String> exported, Path jar) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        if (exported.contains(packageOf(name))) {
          entries.put(name, stripped(Files.readAllBytes(file)));
        }
      }
    }
    try (OutputStream out = Files.newOutputStream(jar);
        var zip = new JarOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()).setLastModifiedTime(ALWAYS_THE_SAME));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.');
  }

  private static byte[] stripped(byte[] compiled) {
    var writer = new ClassWriter(0);
    var withoutPrivateMethods =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            boolean isPrivate = (access & Opcodes.ACC_PRIVATE) != 0 && !name.equals("<init>");
            return isPrivate
                ? null
                : super.visitMethod(access, name, descriptor, signature, exceptions);
          }
        };
    new ClassReader(compiled)
        .accept(withoutPrivateMethods, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return writer.toByteArray();
  }
}
