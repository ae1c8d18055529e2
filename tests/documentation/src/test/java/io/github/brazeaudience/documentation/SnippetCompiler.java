package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a source file against the class path of this test, with all warnings as errors. */
final class SnippetCompiler {
  private SnippetCompiler() {}

  /** Compiles and loads a class in the unnamed package. */
  static Class<?> compile(String typeName, String source, Path directory)
      throws IOException, ClassNotFoundException {
    Path file = directory.resolve(typeName + ".java");
    Files.createDirectories(directory);
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of(
                      "--release",
                      "17",
                      "-Xlint:all,-options,-path",
                      "-Werror",
                      "-proc:none",
                      "-classpath",
                      System.getProperty("java.class.path"),
                      "-d",
                      directory.toString()),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as("%s%n%s", messages, source).isTrue();
    }
    URL[] urls = {directory.toUri().toURL()};
    return Class.forName(
        typeName, true, new URLClassLoader(urls, SnippetCompiler.class.getClassLoader()));
  }
}
