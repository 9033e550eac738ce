package dev.codecsmith.lab.anchors;

/**
 * A file that an anchor's commands see.
 *
 * @param sha256 names the artifact
 * @param executable whether it is a program
 */
public record CommandFile(String sha256, boolean executable) {}
