(* Certificates of stacks of attention (arXiv 2303.00579). [Stack n L layers p q]: L layers of n positions
   and two laws (tables of one row). Values (0, l, v): the total variation between what p and q read after
   l layers; (1, l, v): the Dobrushin coefficient of the l-th layer, counted from 1 (0 for l = 0). *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import field_tactic dobrushin information.
From Lemmascope Require Export tables largest.
From Lemmascope.graphdepth Require Export contraction mixing.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Inductive stack_instance := Stack of nat & nat & seq table & table & table.
Section Defs.
Variables (R : realFieldType) (n : nat).
Definition layer_of (layers : seq table) l : 'M[R]_n := mxof R n n (nth [::] layers l).
Definition total_variation (p q : 'rV[R]_n) : R := l1 (p - q) / 2%:R.
(* the largest total variation of two rows *)
Definition coefficient (A : 'M[R]_n) : R :=
  \big[Num.max/0]_i \big[Num.max/0]_j total_variation (row i A) (row j A).
End Defs.
Definition certifies_stack (x : stack_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Stack n L layers p q := x in
  certified (fun R : realFieldType => \matrix_(k < 2, l < L.+1)
    if k == 0 then total_variation (reads (@layer_of R n layers) l (mxof R 1 n p))
                                   (reads (@layer_of R n layers) l (mxof R 1 n q))
    else if l == 0%N :> nat then 0 else coefficient (@layer_of R n layers l.-1)).

(* the evaluator *)
Fixpoint readsT n (layers : seq table) L (p : table) : table :=
  if L is L'.+1 then readsT n layers L' (tmul 1 n n p (nth [::] layers L')) else p.
Definition variationT n (f g : nat -> Q) : Q :=
  qdiv (sums n (fun k => qabs (qadd (f k) (Qopp (g k))))) (qnat 2).
Definition coefficientT n (A : table) : Q :=
  largest n (fun i => largest n (fun j => variationT n (ent A i) (ent A j))).
Definition stackT (x : stack_instance) : table :=
  let: Stack n L layers p q := x in
  table_of 2 L.+1 (fun k l =>
    if k == 0%N then variationT n (ent (readsT n layers l p) 0) (ent (readsT n layers l q) 0)
    else if l == 0%N then 0%Q else coefficientT n (nth [::] layers l.-1)).
Definition depth_of (x : stack_instance) := let: Stack n L layers p q := x in L.+1.
Definition check_stack x tolerance cs := entries_ok 2 (depth_of x) (stackT x) tolerance cs.
Definition refused_stack x tolerance cs :=
  (failed [::], wrong_entries 2 (depth_of x) (stackT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem graphdepth/CoefficientIsTau
    says: The largest total variation of two rows is the Dobrushin coefficient as the other theorems
      characterise it: the least bound, attained.
    leaves out: At least one position.
    supports: graphdepth/contraction-is-submultiplicative graphdepth/residual-mixing-slows-collapse *)
Definition CoefficientIsTau_statement : Prop :=
  forall (R : realFieldType) n (A : 'M[R]_n.+1), is_tau A (coefficient A).
(** theorem graphdepth/CertifiedStack
    says: If the checker accepts claimed values for a stack of layers, every one is within the tolerance
      of the total variation of what two laws read, or of the Dobrushin coefficient of a layer.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: graphdepth/contraction-is-submultiplicative graphdepth/oscillation-contracts
      graphdepth/substructures-forget-each-other graphdepth/local-attention-forgets-at-a-known-rate
      graphdepth/residual-mixing-slows-collapse graphdepth/features-inherit-the-distance *)
Definition CertifiedStack_statement : Prop :=
  forall x tolerance cs, check_stack x tolerance cs = true -> certifies_stack x tolerance cs.

(* ---------- proofs ---------- *)
Section Evaluators.
Variable R : realFieldType.
Notation h := (Q2R R).
Lemma variationP n (f g : nat -> Q) (p q : 'rV[R]_n) : (forall k, p 0 k = h (f k)) -> (forall k, q 0 k = h (g k)) ->
  h (variationT n f g) = total_variation p q.
Proof.
move=> P Q; rewrite hdiv Q2R_nat Q2R_sums; congr (_ / _); apply: eq_bigr => k _.
by rewrite qabsP hadd Q2RN !mxE P Q.
Qed.
Lemma readsP n layers L p : mxof R 1 n (readsT n layers L p)
  = reads (@layer_of R n layers) L (mxof R 1 n p).
Proof. by elim: L p => //= L IH p; rewrite IH mx_mul. Qed.
Lemma coefficientP n A : h (coefficientT n A) = coefficient (mxof R n n A).
Proof.
rewrite largestP; apply: eq_bigr => i _; rewrite largestP; apply: eq_bigr => j _.
by apply: variationP => k; rewrite !mxE.
Qed.
End Evaluators.
Lemma stack_certificate x tolerance cs :
  check_stack x tolerance cs = true -> certifies_stack x tolerance cs.
Proof.
case: x => n L layers p q; apply: certified_entries => R /=.
rewrite mx_table; apply/matrixP=> k l; rewrite !mxE -val_eqE /=; case: (_ == _).
  by apply: variationP => i; rewrite -readsP mxE.
case: (_ == _); [exact: Q2R0|exact: coefficientP].
Qed.
Lemma le_big_max (R : realFieldType) (I : finType) (F : I -> R) i : F i <= \big[Num.max/0]_j F j.
Proof.
have := mem_index_enum i; elim: (index_enum _) => // a s IH.
rewrite inE big_cons le_maxr => /orP[/eqP->|/IH->]; by rewrite ?lexx ?orbT.
Qed.
Lemma big_max_attained (R : realFieldType) (I : eqType) (F : I -> R) (s : seq I) :
  (forall i, 0 <= F i) -> s != [::] -> exists i, \big[Num.max/0]_(j <- s) F j = F i.
Proof.
move=> F0; elim: s => // a s IH _; rewrite big_cons; case: s IH => [|b s] IH.
  by exists a; rewrite big_nil max_l.
have [c ->] := IH isT.
by have [h|h] := lerP (F a) (F c); [exists c|exists a].
Qed.
Theorem CoefficientIsTau : CoefficientIsTau_statement.
Proof.
move=> R n A; have two0 : 0 < 2%:R :> R by rewrite ltr0n.
have V i j : \sum_k `|A i k - A j k| = 2%:R * total_variation (row i A) (row j A).
  rewrite /total_variation mulrC divfK ?lt0r_neq0 //.
  by apply: eq_bigr => k _; rewrite !mxE.
have V0 i j : 0 <= total_variation (row i A) (row j A).
  by rewrite divr_ge0 ?(ltW two0) //; apply: sumr_ge0.
pose F i : R := \big[Num.max/0]_j total_variation (row i A) (row j A).
have FV i j : total_variation (row i A) (row j A) <= F i.
  exact: (le_big_max (fun j => total_variation (row i A) (row j A)) j).
have M0 i : 0 <= F i by exact: le_trans (V0 i i) (FV i i).
have C i : F i <= coefficient A by exact: (le_big_max F i).
have ne : index_enum (ordinal_finType n.+1) != [::].
  by have := mem_index_enum (0 : 'I_n.+1); case: (index_enum _).
split; first split.
- exact: le_trans (M0 0) (C 0).
- by move=> i j; rewrite V ler_pmul2l //; apply: le_trans (FV i j) (C i).
have [i Ei] := big_max_attained M0 ne; have [j Ej] := big_max_attained (V0 i) ne.
by exists i, j; rewrite V; congr (_ * _); rewrite -Ej [RHS]Ei.
Qed.
Theorem CertifiedStack : CertifiedStack_statement.
Proof. exact: stack_certificate. Qed.
