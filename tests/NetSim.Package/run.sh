#!/usr/bin/env bash
# Packs NetSim and the packages beside it, looks into them, and builds and runs a program that knows nothing but NetSim's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d) # outside of the repository, whose build files would apply
trap 'rm -rf "$work"' EXIT

fail() { echo "Package: $*" >&2; exit 1; }

for name in NetSim NetSim.Testing NetSim.Plots; do
  dotnet pack "$here/../../src/$name" -c Release -o "$work/feed" -v quiet
  package=$(ls "$work/feed/$name".[0-9]*.nupkg)
  [ -f "${package%.nupkg}.snupkg" ] || fail "there is no symbol package beside $(basename "$package")"
  version=$(basename "$package" .nupkg)
  version=${version#"$name".}

  content=$(unzip -Z1 "$package")
  for file in README.md LICENSE "lib/net10.0/$name.dll" "lib/net10.0/$name.xml"; do
    grep -qxF "$file" <<< "$content" || fail "$(basename "$package") lacks $file"
  done

  # The packages beside NetSim build on exactly the one that was packed with them, and tell what licence they are under.
  about=$(unzip -p "$package" "$name.nuspec")
  grep -qF '<license type="expression">MIT</license>' <<< "$about" || fail "$(basename "$package") names no licence"
  [ "$name" = NetSim ] || grep -qF "id=\"NetSim\" version=\"$version\"" <<< "$about" || fail "$(basename "$package") does not depend on NetSim $version"
done

mkdir "$work/consumer"
cp "$here/Consumer.cs" "$work/consumer/"
sed "s/@VERSION@/$version/; s|@PACKAGES@|$work/packages|" "$here/Consumer.csproj.in" > "$work/consumer/Consumer.csproj"
# Adds a source to those of the machine, which provide what NetSim depends on.
cat > "$work/nuget.config" << EOF
<configuration>
  <packageSources>
    <add key="netsim-package-test" value="$work/feed" />
  </packageSources>
</configuration>
EOF

dotnet build "$work/consumer" -c Release -v quiet
output=$(dotnet "$work/consumer/bin/Release/net10.0/Consumer.dll")
expected=$(cat "$here/expected.txt")
[ "$output" = "$expected" ] || fail "the consumer printed"$'\n'"$output"$'\n'"and not"$'\n'"$expected"
echo "Package: NetSim, NetSim.Testing and NetSim.Plots $version are complete, and a program that references NetSim runs."
