#!/bin/bash
# h.sh run PROGRAM_DIR SET QUALITIES [THREADS]   compiles PROGRAM_DIR (holding program.json), encodes + decodes, writes PROGRAM_DIR/../out-NAME/SET.csv
# h.sh cmp PROGRAM_DIR_A PROGRAM_DIR_B SET        BD-rate of B against A by clip
set -e
here=$HARNESS; jdk=$JAVA_HOME # both are to be set
api=$(ls $HARNESS/api/*.jar)
out() { echo "$(dirname "$(realpath "$1")")/out-$(basename "$(realpath "$1")")"; }
case $1 in
run)
  dir=$(realpath "$2"); o=$(out "$dir"); rm -rf "$o/classes"; mkdir -p "$o/classes"
  entry=$(sed -n 's/.*"entry": *"\(.*\)".*/\1/p' "$dir/program.json")
  nice -n 19 $jdk/bin/javac -nowarn -cp "$api" -d "$o/classes" $(find "$dir" -name '*.java')
  nice -n 19 $jdk/bin/java -XX:+UseSerialGC -Xmx3g -Dharness=$here -cp "$api:$here/classes" H run "$o/classes" "$entry" "$3" "$4" ${5:-2}
  ;;
cmp) nice -n 19 $jdk/bin/java -XX:TieredStopAtLevel=1 -cp "$api:$here/classes" H cmp "$(out "$2")/$4.csv" "$(out "$3")/$4.csv" ;;
esac
