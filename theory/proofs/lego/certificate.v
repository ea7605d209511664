(* Certificates of LEGO (arXiv 2206.04301): what the two networks have resolved. [Chain order table root g l]:
   the multiplication table of a group whose elements are counted from 0, the element at the root, the
   elements along the chain, and a number of layers. A value (0, i, x) says that variable i, counted from 0,
   holds x; -1 says that it holds nothing. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Export tables.
From Lemmascope.lego Require Export networks.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Inductive lego_instance := Chain of nat & seq (seq nat) & nat & seq nat & nat.
Definition product_in (t : seq (seq nat)) a b := nth 0%N (nth [::] t a) b.
Definition clauses (x : lego_instance) := let: Chain order t root g l := x in size g.
(* the table is one of an associative product with the root as its identity on the right, of elements in range *)
Definition closed (x : lego_instance) :=
  let: Chain order t root g l := x in let e := iota 0 order in
  all (fun a => all (fun b => (product_in t a b < order)%N) e) e && all (fun a => (a < order)%N) (root :: g).
Definition associative (x : lego_instance) :=
  let: Chain order t root g l := x in let e := iota 0 order in
  all (fun a => all (fun b => all (fun c =>
    product_in t (product_in t a b) c == product_in t a (product_in t b c)) e) e) e.
Definition identity (x : lego_instance) :=
  let: Chain order t root g l := x in all (fun a => product_in t a root == a) (iota 0 order).
Definition lego_tests (x : lego_instance) : seq (bool * string) :=
  [:: (closed x, "closed"%string); (associative x, "associative"%string);
      (identity x, "identity"%string)].
(* element of clause i, from 1 on as in networks.v *)
Definition element (g : seq nat) i := nth 0%N g i.-1.
Definition resolved_by_iteration (x : lego_instance) i : option nat :=
  let: Chain order t root g l := x in inet (product_in t) (element g) root l i.+1.
Definition resolved_by_doubling (x : lego_instance) i : option nat :=
  let: Chain order t root g l := x in
  if dnet (product_in t) (product_in t) (element g) root l i is inl y then Some y else None.
Definition holds (R : realFieldType) (y : option nat) : R := if y is Some z then z%:R else -1.
Definition certifies_iterative (x : lego_instance) tolerance cs : Prop :=
  all fst (lego_tests x) /\ certified (fun R : realFieldType =>
    \row_(i < clauses x) holds R (resolved_by_iteration x i)) tolerance cs.
Definition certifies_doubling (x : lego_instance) tolerance cs : Prop :=
  all fst (lego_tests x) /\ certified (fun R : realFieldType =>
    \row_(i < clauses x) holds R (resolved_by_doubling x i)) tolerance cs.

(* the evaluators *)
Definition holdsT (y : option nat) : Q := if y is Some z then qnat z else (-1)%Q.
Definition iterativeT x : table := table_of 1 (clauses x) (fun _ i => holdsT (resolved_by_iteration x i)).
Definition doublingT x : table := table_of 1 (clauses x) (fun _ i => holdsT (resolved_by_doubling x i)).
Definition check_iterative x tolerance cs :=
  all fst (lego_tests x) && entries_ok 1 (clauses x) (iterativeT x) tolerance cs.
Definition refused_iterative x tolerance cs :=
  (failed (lego_tests x), wrong_entries 1 (clauses x) (iterativeT x) tolerance cs).
Definition check_doubling x tolerance cs :=
  all fst (lego_tests x) && entries_ok 1 (clauses x) (doublingT x) tolerance cs.
Definition refused_doubling x tolerance cs :=
  (failed (lego_tests x), wrong_entries 1 (clauses x) (doublingT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem lego/CertifiedIteration
    says: If the checker accepts what the iterative network is claimed to hold on a chain, the table is one of
      an associative product with identity, and that is what the network of lego/IterativeNetwork holds.
    leaves out: Order and names of the clauses, which the instance no longer has.
    supports: lego/iterative-network-resolves-one-more-a-layer *)
Definition CertifiedIteration_statement : Prop :=
  forall x tolerance cs, check_iterative x tolerance cs = true -> certifies_iterative x tolerance cs.
(** theorem lego/CertifiedDoubling
    says: If the checker accepts what pointer doubling is claimed to hold on a chain, the table is one of an
      associative product with identity, and that is what the network of lego/DoublingNetwork holds.
    leaves out: As lego/CertifiedIteration.
    supports: lego/doubling-network-resolves-twice-as-many *)
Definition CertifiedDoubling_statement : Prop :=
  forall x tolerance cs, check_doubling x tolerance cs = true -> certifies_doubling x tolerance cs.

(* ---------- proofs ---------- *)
Lemma holdsP (R : realFieldType) y : Q2R R (holdsT y) = holds R y.
Proof. by case: y => [z|]; rewrite /= ?Q2R_nat // (Q2RN _ 1%Q) Q2R1. Qed.
Lemma iterative_certificate x tolerance cs :
  check_iterative x tolerance cs = true -> certifies_iterative x tolerance cs.
Proof.
case/andP=> H A; split=> //; apply: (certified_entries (t := iterativeT x)) A => R.
by rewrite /iterativeT mx_table; apply/matrixP=> i j; rewrite !mxE holdsP.
Qed.
Lemma doubling_certificate x tolerance cs :
  check_doubling x tolerance cs = true -> certifies_doubling x tolerance cs.
Proof.
case/andP=> H A; split=> //; apply: (certified_entries (t := doublingT x)) A => R.
by rewrite /doublingT mx_table; apply/matrixP=> i j; rewrite !mxE holdsP.
Qed.
Theorem CertifiedIteration : CertifiedIteration_statement.
Proof. exact: iterative_certificate. Qed.
Theorem CertifiedDoubling : CertifiedDoubling_statement.
Proof. exact: doubling_certificate. Qed.
